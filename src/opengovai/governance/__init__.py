"""The dossier: what a reviewer of the library, or of a service on it, asks for, with evidence.

`dossier.build` gathers it, `dossier.write` writes one folder and one page. The words stand in
`sheets/*.toml`; facts that only a person can give stand in one file of the repository or of the
deployment, see `facts`.
"""
