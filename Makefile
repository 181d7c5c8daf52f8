# Sunshine 阳光信访: two commands matter, `make demo` and `make test`.

PORT ?= 8000
DATA ?= $(CURDIR)/.data
export DATABASE_URL DATABASE_OWNER_URL

VENV    := .venv
PYTHON  := $(VENV)/bin/python
PAGES   := src/sunshine/foundation/pages
ASSETS  := $(wildcard $(PAGES)/assets/*.css $(PAGES)/assets/*.js)
BUNDLE  := $(PAGES)/static/sunshine/app.css
FONTS   := src/sunshine/foundation/papers/fonts
TESTS   ?= tests
SIZES   ?= 100000
PEERS   ?= 100000
SECONDS ?= 60

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint gallery build messages clean bench bench-search procedure drill

help:            ## show this list
	@sed -n 's/^\([a-z-]*:\)[^#]*## /\1 /p' Makefile | sed 's/^\([a-z-]*\): */  make \1@/' | awk -F@ '{printf "%-18s %s\n", $$1, $$2}'
	@echo
	@echo "  PORT=8000 DATA=.data DATABASE_URL=postgresql://… choose the demo's port, data folder and server;"
	@echo "  TESTS='tests/web -k name' chooses tests."

demo: build      ## everything on this machine: database, site, worker, people to sign in as
	@$(VENV)/bin/sunshine demo --port $(PORT) --data "$(DATA)"

test: build      ## all tests, on a real PostgreSQL
	@$(PYTHON) -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(TESTS)

lint: export SECRET_KEY = lint
lint: $(VENV)/.ready  ## style, types, import layers, translations, migrations
	@echo "ruff";         $(PYTHON) -m ruff check --quiet . && $(PYTHON) -m ruff format --quiet --check --diff .
	@echo "mypy";         $(PYTHON) -m mypy --no-error-summary src tests bench drill
	@echo "imports";      $(VENV)/bin/lint-imports --no-logo --cache-dir .cache/imports > .cache/imports.log || { cat .cache/imports.log; exit 1; }
	@echo "translations"; $(PYTHON) -m sunshine.web.launcher.catalogues check
	@echo "migrations";   DATABASE_URL= $(PYTHON) -W ignore -m sunshine.web.cli makemigrations --check --dry-run --verbosity 1

bench: build     ## what requests cost, beside two peers and bare SQL; SIZES=10000 PEERS=0 chooses
	@$(PYTHON) -m bench --sizes $(SIZES) --peers $(PEERS)

procedure: $(VENV)/.ready  ## write docs/procedure.md and docs/regulation.md anew, from the tables, the model checker and the tests
	@$(PYTHON) -m tests.model.diagram

bench-search: $(VENV)/.ready  ## what a search costs at 100,000 petitions (about five minutes)
	@$(PYTHON) -m bench.search

drill: build     ## kill, fill and mislead a site while eight clients file, and prove what is left; SECONDS=60 chooses
	@$(PYTHON) -m drill --seconds $(SECONDS)

gallery: build   ## pictures of every page in every look and width, in .cache/gallery; ONLY='desk and zh' chooses
	@$(PYTHON) -m pytest tests/gallery/take.py --quiet $(if $(ONLY),-k "$(ONLY)")

build: $(VENV)/.ready $(BUNDLE) $(FONTS)/.ready  ## the environment, the front end, the language catalogues
	@$(PYTHON) -m sunshine.web.launcher.catalogues compile

messages: $(VENV)/.ready  ## bring the catalogues' entries up to date with the sources
	@$(PYTHON) -m sunshine.web.launcher.catalogues update

clean:           ## remove everything made here except the data folder
	rm -rf $(VENV) node_modules .cache dist $(FONTS) $(BUNDLE) $(BUNDLE:.css=.js)
	find src -name '*.mo' -delete
	find src tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.packages: requirements.lock tools/environment
	@tools/environment $(VENV)
	@touch $@

# The editable install is of use only with these: its entry point and what it packs.
$(VENV)/.ready: $(VENV)/.packages pyproject.toml
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p .cache
	@touch $@

node_modules/.ready: package.json package-lock.json tools/node | $(VENV)/.packages
	@echo "Fetching the front end's packages (about 10 s) …"
	@tools/node $(VENV) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(BUNDLE): $(ASSETS) node_modules/.ready
	@echo "Building the front end …"
	@tools/node $(VENV) npm run --silent build
	@touch $@

$(FONTS)/.ready: node_modules/.ready
	@mkdir -p $(FONTS)
	@cp node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf \
	    node_modules/@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf \
	    node_modules/@expo-google-fonts/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf \
	    node_modules/@expo-google-fonts/noto-serif-tibetan/400Regular/NotoSerifTibetan_400Regular.ttf \
	    node_modules/@expo-google-fonts/noto-sans-yi/400Regular/NotoSansYi_400Regular.ttf $(FONTS)/
	@touch $@
