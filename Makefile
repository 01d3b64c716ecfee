# Two commands for a fresh Debian machine: make demo, make test. See README.md.
PYTHON ?= python3
BIN := .venv/bin
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY))
REQUIREMENTS := requirements/desk.txt requirements/practice.txt requirements/dev.txt
TRANSLATION := resources/translations/zh_CN.qm
KEYRING := tests/with-secret-service

.PHONY: demo test setup format lint types floors pytest oldest-qt soak tour shots bench audit dist requirements clean

demo: setup
ifeq ($(SCREEN),)
	$(KEYRING) $(BIN)/python main.py tour --out build/tour
else
	@if $(BIN)/python -c "from app.store.vault import require_keyring; require_keyring()" 2>/dev/null; \
	then $(BIN)/python main.py desk --practice; \
	else $(KEYRING) $(BIN)/python main.py desk --practice; fi
endif

test: setup lint types floors pytest

setup: build/.system .venv/.installed $(TRANSLATION)

build/.system: requirements/system-packages.txt requirements/install-system-packages
	@requirements/install-system-packages
	@mkdir -p build && touch $@

.venv/.installed: $(REQUIREMENTS) | build/.system
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes \
		$(addprefix -r ,$(REQUIREMENTS))
	-@$(BIN)/python -m compileall -q app ui main.py
	@touch $@

$(TRANSLATION): resources/translations/zh_CN.ts .venv/.installed
	$(BIN)/pyside6-lrelease -silent $< -qm $@

format: setup
	$(BIN)/ruff check -q --fix .
	$(BIN)/ruff format -q .

lint: setup
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .

types: setup
	$(BIN)/mypy

floors: setup
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

pytest: setup
	QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python -m pytest -n 2 --dist loadfile

oldest-qt: setup
	$(PYTHON) -m venv build/oldest-qt
	build/oldest-qt/bin/python -m pip install -q --require-hashes $(addprefix -r ,$(REQUIREMENTS))
	build/oldest-qt/bin/python -m pip install -q PySide6-Essentials==6.7.3
	QT_QPA_PLATFORM=offscreen $(KEYRING) build/oldest-qt/bin/python -m pytest \
		-n 2 --dist loadfile tests/ui tests/journeys

soak: setup
	$(KEYRING) $(BIN)/python -m tests.faults.kills --kills 1400 --seed 7 --out build/faults.json
	$(KEYRING) $(BIN)/python -m tests.faults.kills --kills 700 --seed 8 --share 0.3 --out build/faults.json
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.viewer.desk 5000 11

tour: setup
	QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python main.py tour --out build/tour

shots: setup
	for look in zh-light-1 zh-dark-1 en-light-1 en-dark-1 zh-light-1.5 zh-dark-1.5 en-light-1.5 en-dark-1.5; do \
		set -- $$(echo $$look | tr - ' '); \
		QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$$3 $(KEYRING) $(BIN)/python main.py shots \
			--out build/shots/$$look --language $$1 --theme $$2 || exit 1; done

bench: setup
	QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python -m tests.bench.table

audit: setup
	$(BIN)/bandit -q -c pyproject.toml -r app ui main.py
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/desk.txt -r requirements/practice.txt

dist: setup
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller build.spec
	cat requirements/desk.txt requirements/practice.txt | $(BIN)/cyclonedx-py requirements - \
		--output-reproducible --of JSON -o dist/jianjian.cdx.json
	$(KEYRING) $(BIN)/python -m tests.dist.check dist/jianjian

requirements: setup
	$(BIN)/python -m pip install -q uv
	for list in desk practice dev; do \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate requirements/$$list.in -o requirements/$$list.txt; done

clean:
	rm -rf build dist .venv $(TRANSLATION)
