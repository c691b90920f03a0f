"""A logistic regression of few examples with many numbers, on top of what was known before; numpy alone.

It is solved by Newton's method in as many unknowns as there are examples (iteratively reweighted least squares in its dual form, as in
Zhu and Hastie, "Kernel logistic regression and the import vector machine", 2005), each step by conjugate gradients: milliseconds for dozens
of examples, tenths of a second for a thousand. Nothing in it is drawn at random.
"""

from pipeline.base import Array

#: Newton steps at most; six are enough as a rule
STEPS = 20
#: what a step must gain, as a share of what is to be lost, for another one to be made
GAIN = 1e-5
#: halvings of a step that overshoots
HALVINGS = 6
#: how near a step comes to its target, and in how many rounds at most
NEAR, ROUNDS = 1e-6, 300


def solve(kernel: Array, labels: Array, weights: Array, offsets: Array, start: Array | None = None) -> Array:
    """One number per example: what each adds, so that ``kernel @ numbers`` is the fitted part of the logits.

    ``kernel`` holds the products of all examples, ``labels`` 0 or 1, ``offsets`` logits that are known before; ``start`` is a solution of
    nearly the same task.
    """
    import numpy

    def loss(numbers: Array, fitted: Array) -> float:
        logits = fitted + offsets
        return float((weights * (numpy.logaddexp(0.0, logits) - labels * logits)).sum() + numbers @ fitted / 2)

    found = numpy.zeros(len(labels)) if start is None else start
    fitted = kernel @ found
    lost = loss(found, fitted)
    for _ in range(STEPS):
        fresh = _newton(kernel, labels, weights, offsets, fitted)
        step, target = 1.0, kernel @ fresh
        moved, there = fresh, target
        while loss(moved, there) > lost and step > 0.5**HALVINGS:
            step /= 2
            moved, there = found + step * (fresh - found), fitted + step * (target - fitted)
        gained = lost - loss(moved, there)
        if gained > 0:
            found, fitted, lost = moved, there, lost - gained
        if gained < GAIN * max(1.0, lost):
            break
    return found


def _newton(kernel: Array, labels: Array, weights: Array, offsets: Array, fitted: Array) -> Array:
    """Where the quadratic that touches the loss has its lowest point."""
    import numpy

    likely = 1.0 / (1.0 + numpy.exp(-numpy.clip(fitted + offsets, -30.0, 30.0)))
    curved = numpy.maximum(weights * likely * (1.0 - likely), 1e-4)
    root = numpy.sqrt(curved)
    return root * _conjugate(kernel, root, root * (fitted + weights * (labels - likely) / curved))


def _conjugate(kernel: Array, root: Array, right: Array) -> Array:
    """The vector that ``identity + root * kernel * root`` turns into ``right``."""
    import numpy

    found, rest = numpy.zeros_like(right), right
    way, left = rest, float(rest @ rest)
    enough = NEAR * NEAR * left
    for _ in range(ROUNDS):
        if left <= enough:
            break
        turned = way + root * (kernel @ (root * way))
        length = left / float(way @ turned)
        found = found + length * way
        rest = rest - length * turned
        before, left = left, float(rest @ rest)
        way = rest + (left / before) * way
    return found
