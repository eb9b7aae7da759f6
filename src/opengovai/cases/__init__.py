"""Cases: what a service is, what a citizen sent, what the officer needs to see."""
