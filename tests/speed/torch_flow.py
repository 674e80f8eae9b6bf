"""What the flows of the PyTorch libraries share: no gradients where none are needed, fused Adam."""

import torch


def use_threads(threads):
    torch.set_num_threads(threads)


class TorchFlow:
    """A flow with its optimizer; a subclass says how it gives densities and draws."""

    def __init__(self, flow):
        self.flow = flow
        self.density = self.log_prob_of
        self.draws = self.sample_of
        self.loss = lambda x: -self.log_prob_of(x).mean()
        self.optimizer = torch.optim.Adam(flow.parameters(), lr=1e-4, fused=True)

    def compile(self):
        """A graph for each batch size, as XLA has."""
        torch._dynamo.config.cache_size_limit = 64
        self.density = torch.compile(self.log_prob_of, dynamic=False)
        self.draws = torch.compile(self.sample_of, dynamic=False)
        self.loss = torch.compile(self.loss, dynamic=False)

    def parameters(self):
        return sum(p.numel() for p in self.flow.parameters() if p.requires_grad)

    def log_prob(self, x):
        with torch.inference_mode():
            return self.density(torch.from_numpy(x)).numpy()

    def sample(self, count):
        with torch.inference_mode():
            return self.draws(count).numpy()

    def step(self, x):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(torch.from_numpy(x))
        loss.backward()
        self.optimizer.step()
        return loss.item()
