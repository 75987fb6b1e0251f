# Both `make run` and `make test` set everything up by themselves; they need Python 3.11+ and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
QUESTION ?= What music should I listen to if I feel bad
PORT ?= 8765

.PHONY: run ask test benchmarks model starter clean

# Where `make model` keeps its checkpoints.
WORK ?= build/training
DATA ?= ../shared/data

# The page, at http://127.0.0.1:8765/ until Ctrl+C.
run: $(VENV)/.installed
	@$(BIN)/heartsong serve --port $(PORT)

# The same in the terminal: make ask QUESTION="cheer me up"
ask: $(VENV)/.installed
	@$(BIN)/heartsong recommend "$(QUESTION)"

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check src tests benchmarks scripts
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/pytest

# The README's table of numbers.
benchmarks: $(VENV)/.installed
	@$(BIN)/python benchmarks/run.py

# The shipped model, from the labelled texts in $(DATA); takes hours on two cores. Install a CPU
# build of PyTorch into $(VENV) first, unless you want the CUDA one.
model: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train,teacher]'
	MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 \
		$(BIN)/heartsong train --data $(DATA) --work $(WORK) --output src/heartsong/models/mood-encoder

# The shipped pack, from the songs in $(DATA), scored with the shipped model.
starter: $(VENV)/.installed
	$(BIN)/python scripts/build_starter.py $(DATA)/catalogue/songs.csv

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Heartsong needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[serve]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dist build
