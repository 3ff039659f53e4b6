#!/usr/bin/env python3
"""scipy's copy of Joe and Kuo's direction numbers -> data/sobol.tsv

    make_sobol.py    needs scipy (1.5 or later); 256 dimensions

The numbers are facts published by Joe and Kuo 2008 (SIAM J. Sci. Comput. 30(5)) as
new-joe-kuo-6.21201; scipy carries them as whole polynomials and padded arrays.
"""
import os

import numpy
import scipy.stats

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.path.join(ROOT, "data", "sobol.tsv")
DIMENSIONS = 256
HEAD = """\
# Direction numbers of Sobol's sequence, dimensions 2 to 256 (dimension 1 is van der Corput's).
# Joe and Kuo 2008, SIAM J. Sci. Comput. 30(5) 2635-2654: new-joe-kuo-6.21201.
# dimension, degree of the primitive polynomial, its inner coefficients as a number, and as
# many first direction integers as its degree.
"""


def main():
    numbers = numpy.load(os.path.join(os.path.dirname(scipy.stats.__file__),
                                      "_sobol_direction_numbers.npz"))
    with open(TARGET, "w", encoding="utf-8") as out:
        out.write(HEAD)
        for d in range(2, DIMENSIONS + 1):
            polynomial = int(numbers["poly"][d - 1])
            degree = polynomial.bit_length() - 1
            first = " ".join(str(int(m)) for m in numbers["vinit"][d - 1][:degree])
            out.write(f"{d}\t{degree}\t{(polynomial >> 1) & ((1 << (degree - 1)) - 1)}\t{first}\n")


if __name__ == "__main__":
    main()
