"""Guards on questions and answers. All must allow; none configured means blocked."""
