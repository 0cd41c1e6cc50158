# Thin on purpose: each target is one documented command (README, "Without make").
.PHONY: demo test bi lint bench bench-peers soak mutate wheel sbom setup setup-dev

demo: setup
	@.venv/bin/pgdesk demo $(ARGS)

test: setup-dev lint
	@.venv/bin/python -m pgdesk.cli.server.pg_cron_package
	@.venv/bin/python -m tests.web.chromium_package
	@.venv/bin/python -m pytest -n 3 --dist worksteal $(ARGS)

bi: setup-dev
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-bi.lock
	@.venv/bin/python -m pytest tests/replica $(ARGS)

lint: setup-dev
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m mypy

bench: setup-dev
	@.venv/bin/python -m bench $(ARGS)

bench-peers: setup-dev
	@.venv/bin/python -m bench.peers $(ARGS)

soak: setup-dev
	@.venv/bin/python -m tests.soak $(ARGS)

mutate: setup-dev
	@.venv/bin/python -m tests.mutate $(ARGS)

wheel: setup
	@rm -rf build
	@.venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

sbom: setup-dev
	@.venv/bin/python -m pgdesk.cli.web.sbom dist/sbom-web.cdx.json
	@.venv/bin/python -W ignore -m cyclonedx_py requirements --sv 1.5 --no-validate --output-reproducible \
		--pyproject pyproject.toml --output-file dist/sbom-python.cdx.json requirements.lock

setup:
	@sh bin/setup

setup-dev:
	@sh bin/setup dev
