# The front door; the build itself is meson.build. Everything lands in build*/.
#   make              the command, build/sojourn
#   make demo         install what is missing, build, import lists, screen a roster
#   make check        install what is missing, build with warnings as errors, run every test
#   make check-deep   minutes of fuzzing a target, thread sanitizer, a big index
#   make bench        the numbers in the README
.PHONY: all demo check check-deep bench format install-deps clean
CONFIGS = gcc

all:
	@[ -f build/build.ninja ] || meson setup build >/dev/null
	@ninja -C build sojourn

demo:
	@tools/install_deps.sh
	@$(MAKE) --no-print-directory all
	@tools/demo.sh build/sojourn

check:
	@tools/install_deps.sh
	@python3 tools/check.py $(CONFIGS)

check-deep:
	@tools/install_deps.sh ci
	@python3 tools/check.py tsan fuzz deep

bench: all
	@bench/run.sh build

format:
	@python3 tools/check_format.py --fix

install-deps:
	@tools/install_deps.sh ci

clean:
	@rm -rf build build-*/
