"""Servers that speak OpenAI's HTTP interface: vLLM, llama.cpp, Ollama, SGLang, LiteLLM, TGI."""
