# Sourced by the scripts here: makes the virtual environment below tests/target, sets $python.
environment=../target/parity
python=$environment/bin/python
export CUDA_VISIBLE_DEVICES= PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3

if ! cat requirements.txt requirements-alone.txt | cmp -s - "$environment/complete"; then
  python3.11 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement requirements.txt
  # Without what it asks for: the package tensorflow, in whose place there is tensorflow-cpu.
  "$environment/bin/pip" install --quiet --no-deps --requirement requirements-alone.txt
  cat requirements.txt requirements-alone.txt > "$environment/complete"
fi
