# Two commands for a fresh Debian machine: make demo, make test. See README.md.
PYTHON ?= python3
BIN := .venv/bin
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY))
REQUIREMENTS := $(addprefix requirements/,desk.txt practice.txt reading.txt dev.txt)
TRANSLATION := resources/translations/zh_CN.qm
KEYRING := tests/with-secret-service
# Each worker with a keyring of its own: some tests make it ill.
WORKERS = --tx "4*popen//python=$(KEYRING) $(1)/python" --dist loadfile --no-loadscope-reorder

# What a container's image often forbids: each of a thousand processes would compile all anew.
unexport PYTHONDONTWRITEBYTECODE

# How much, and where to: tests/packaging/test_makefile.py runs each target small.
KILLS ?= 1400
BAD_LINE_KILLS ?= 700
LEAD_KILLS ?= 700
SPOILT_FILES ?= 5000
FAULTS ?= build/faults.json
# Language, theme, scale, the window's logical size.
LOOKS ?= zh-light-1-1366x768 zh-dark-1-1366x768 en-light-1-1366x768 en-dark-1-1366x768 \
	zh-light-1-1920x1080 en-dark-1-1920x1080 \
	zh-light-1.5-1280x720 zh-dark-1.5-1280x720 en-light-1.5-1280x720 en-dark-1.5-1280x720
SHOTS ?= build/shots
MOST_SHOTS ?= 1000
TOUR ?= build/tour
HANDBOOK ?= build/handbook
HANDBOOK_LANGUAGES ?= zh en
BENCH ?= $(filter reading,$(MAKECMDGOALS))
DIST ?= dist
HALLS ?= amd64 arm64 windows
HALLS_CACHE ?= build/halls
WINDOWS = $(HALLS_CACHE)/windows
# Before the cache's last migration: what the halls' tries upgrade from.
VERSION_BEFORE ?= 74cb0ff
# The newest glibc the folder may ask for; without it, whatever this machine has.
GLIBC ?=
MUTANTS ?= --minutes 60

.PHONY: demo test setup format lint types floors pytest oldest-qt soak tour shots handbook bench reading mutants conformance \
	audit bandit dist sbom halls hall-amd64 hall-arm64 hall-windows requirements clean

demo: setup
ifeq ($(SCREEN),)
	@echo "没有屏幕：由程序走完一名工作人员的一天，截图存入 $(TOUR)"
	@echo "There is no screen: a clerk's day is played, its pictures saved in $(TOUR)"
	@$(KEYRING) $(BIN)/python main.py tour --out $(TOUR)
else
	@if $(BIN)/python -c "from app.account.vault import require_keyring; require_keyring()" 2>/dev/null; \
	then $(BIN)/python main.py desk --practice; \
	else $(KEYRING) $(BIN)/python main.py desk --practice; fi
endif

test: setup lint types floors bandit pytest

setup: build/.system .venv/.installed $(TRANSLATION)

build/.system: requirements/system-packages.txt requirements/install-system-packages
	@requirements/install-system-packages
	@mkdir -p build && touch $@

.venv/.installed: $(REQUIREMENTS) | build/.system
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || \
		{ echo "需要 Python 3.11 或更新版本，$(PYTHON) 不是。"; \
		  echo "Python 3.11 or newer is needed; $(PYTHON) is none."; exit 1; }
	@echo "正在把 Python 依赖装入 .venv（仅此一次，约数分钟）…"
	@echo "Installing the Python packages into .venv: once, some minutes …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
		$(addprefix -r ,$(REQUIREMENTS)) || \
		{ echo "Python 依赖没有装上（原因见上）：请检查网络或 pip 的软件源。"; \
		  echo "The Python packages could not be installed, for the reason above: look at the network or pip's index."; exit 1; }
	@$(BIN)/python -m compileall -q app ui main.py || true
	@touch $@

$(TRANSLATION): resources/translations/zh_CN.ts .venv/.installed
	@$(BIN)/pyside6-lrelease -silent $< -qm $@

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

# What failed beside others is told, and judged by a second run of it alone.
pytest: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(call WORKERS,$(BIN)) || { test $$? = 1 && \
		QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python -m pytest -p no:xdist -rA --show-capture=no --last-failed --lfnf=none; }

oldest-qt: setup
	$(PYTHON) -m venv build/oldest-qt
	build/oldest-qt/bin/python -m pip install -q --require-hashes $(addprefix -r ,$(REQUIREMENTS))
	build/oldest-qt/bin/python -m pip install -q PySide6-Essentials==6.7.3
	QT_QPA_PLATFORM=offscreen build/oldest-qt/bin/python -m pytest \
		$(call WORKERS,build/oldest-qt/bin) tests/ui tests/journeys

soak: setup
	$(KEYRING) $(BIN)/python -m tests.faults.kills --kills $(KILLS) --seed 7 --out $(FAULTS)
	$(KEYRING) $(BIN)/python -m tests.faults.kills --kills $(BAD_LINE_KILLS) --seed 8 --share 0.3 --out $(FAULTS)
	$(KEYRING) $(BIN)/python -m tests.faults.kills --of lead --kills $(LEAD_KILLS) --seed 9 --share 0.3 --out $(FAULTS)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.viewer.desk $(SPOILT_FILES) 11

tour: setup
	QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python main.py tour --out $(TOUR)

shots: setup
	for look in $(LOOKS); do \
		set -- $$(echo $$look | tr - ' '); \
		QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$$3 $(KEYRING) $(BIN)/python main.py shots \
			--out $(SHOTS)/$$look --language $$1 --theme $$2 --size $$4 --most $(MOST_SHOTS) \
			|| exit 1; done

handbook: setup
	for language in $(HANDBOOK_LANGUAGES); do \
		QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python main.py handbook \
			--out $(HANDBOOK) --language $$language || exit 1; done

bench: setup
	QT_QPA_PLATFORM=offscreen $(KEYRING) $(BIN)/python -m tests.bench.table $(BENCH)

# make bench reading: of the bench, only how well and how fast papers are read.
reading: bench

mutants: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.mutants.run $(MUTANTS)

conformance: setup
	EVERY_MUTANT=1 $(KEYRING) $(BIN)/python -m pytest tests/practice/test_conformance.py

bandit: setup
	$(BIN)/bandit -q -c pyproject.toml -r app ui main.py

audit: bandit
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/desk.txt -r requirements/practice.txt \
		-r requirements/reading.txt

dist: setup
	PYINSTALLER_CONFIG_DIR=build/pyinstaller/cache $(BIN)/pyinstaller --noconfirm --log-level WARN \
		--distpath $(DIST) --workpath build/pyinstaller build.spec
	$(BIN)/python packaging/bundle/reading.py $(DIST)/reading
	$(MAKE) -o setup sbom
	$(KEYRING) $(BIN)/python packaging/bundle/check.py $(DIST)/jianjian $(if $(GLIBC),--glibc $(GLIBC))
	$(BIN)/python packaging/bundle/check.py $(DIST)/reading --reading --desk $(DIST)/jianjian $(if $(GLIBC),--glibc $(GLIBC))

sbom: setup
	$(BIN)/python packaging/bundle/sbom.py $(DIST)/jianjian $(DIST)/jianjian.cdx.json
	$(if $(wildcard $(DIST)/reading), \
		$(BIN)/python packaging/bundle/sbom.py $(DIST)/reading $(DIST)/jianjian-reading.cdx.json --reading)

# Chroots are root's to make. From nothing it may take an hour; what is there is used again.
halls: setup
	-$(MAKE) -k -o setup $(HALLS:%=hall-%)
	@$(BIN)/python packaging/table.py $(HALLS:%=$(HALLS_CACHE)/%.json)

hall-amd64 hall-arm64: hall-%: setup
	rm -f $(HALLS_CACHE)/$*.json
	packaging/linux/build $* $(HALLS_CACHE)/$*/root
	packaging/linux/build $* $(HALLS_CACHE)/$*/root $(VERSION_BEFORE)
	packaging/linux/package $* $(HALLS_CACHE)/$*/root/built/checkout/dist $(HALLS_CACHE)/$*/packages
	VERSION=0.0~$(VERSION_BEFORE) PACKAGERS=deb packaging/linux/package $* \
		$(HALLS_CACHE)/$*/root/built/$(VERSION_BEFORE)/dist $(HALLS_CACHE)/$*/packages-before
	packaging/linux/try $* $(HALLS_CACHE)/$* $(VERSION_BEFORE) \
		$(HALLS_CACHE)/$*/packages-before $(HALLS_CACHE)/$*/packages

# Signed by a certificate of nobody's: IT's own goes into packaging/windows/package.
hall-windows: setup
	rm -f $(HALLS_CACHE)/windows.json
	packaging/windows/build $(WINDOWS)/root
	packaging/windows/build $(WINDOWS)/root $(VERSION_BEFORE)
	packaging/windows/certificate $(WINDOWS)/certificate
	CERTIFICATE=$(WINDOWS)/certificate/try.pfx PASSWORD_FILE=$(WINDOWS)/certificate/try.password \
		packaging/windows/package $(WINDOWS)/root /srv/built/checkout/dist/jianjian $(WINDOWS)/packages
	VERSION=0.0.1 packaging/windows/package $(WINDOWS)/root \
		/srv/built/$(VERSION_BEFORE)/dist/jianjian $(WINDOWS)/packages-before
	packaging/windows/try $(WINDOWS) $(VERSION_BEFORE) $(WINDOWS)/packages-before $(WINDOWS)/packages

requirements: setup
	$(BIN)/python -m pip install -q uv
	for list in desk practice reading dev; do \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate requirements/$$list.in -o requirements/$$list.txt; done
	cat $(REQUIREMENTS) >requirements/baseline.txt
	cat $(addprefix requirements/,desk.in practice.in reading.in baseline.in) | grep -v '^-c' | \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate - -o requirements/baseline.txt

clean:
	rm -rf build dist .venv $(TRANSLATION)
