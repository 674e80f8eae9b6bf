plugins { application }

repositories {
    mavenCentral()
    mavenLocal() // until the first release
}

dependencies {
    implementation(platform("io.github.tfflows:tfflows-bom:0.1.0-SNAPSHOT"))
    implementation("io.github.tfflows:tfflows-bijectors")
    runtimeOnly("org.tensorflow:tensorflow-core-native:1.1.0:linux-x86_64") // or another platform
}

application {
    mainClass = "Quickstart"
    applicationDefaultJvmArgs = listOf("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
}
