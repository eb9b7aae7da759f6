"""Models on this machine: ONNX files run by onnxruntime."""
