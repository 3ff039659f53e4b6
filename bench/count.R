# The tasks of bench/count.c in base R, one line each: its name and seconds of processor time.
# The stepwise replicates are 20, told as 1,000; existence of estimates is not checked, which
# would make R slower still.
cells <- c(1, 2, 4, 8, 16, 32, 3, 5, 9, 6, 10, 18, 34, 12, 20, 36, 24, 40, 48, 7, 11, 14, 38, 44, 15)
counts <- c(54, 463, 907, 695, 316, 57, 15, 19, 3, 56, 19, 1, 3, 69, 10, 31, 8, 6, 1, 1, 1, 4, 3, 1, 1)
took <- function(work) sum(system.time(work())[c("user.self", "sys.self")])
tell <- function(name, seconds) cat(name, format(seconds, digits = 6, scientific = FALSE), "\n")
on_lists <- function(k) t(sapply(1:(2^k - 1), function(m) as.integer(intToBits(m))[1:k]))
lists <- on_lists(6)
n <- numeric(63)
n[cells] <- counts

d <- data.frame(lists, n = n)
one <- function() for (i in 1:100) glm(n ~ X1 + X2 + X3 + X4 + X5 + X6 + X1:X2 + X3:X6, poisson, d)
tell("fit", median(replicate(5, took(one))) / 100)

pairs <- combn(6, 2)
both <- apply(pairs, 2, function(p) lists[, p[1]] * lists[, p[2]])
fit <- function(x, y) suppressWarnings(glm.fit(cbind(1, x), y, family = poisson()))
stepwise <- function(y) {
    chosen <- integer(0)
    repeat {
        f <- fit(cbind(lists, both[, chosen]), y)
        seen <- colSums(both * y)
        mean <- colSums(both * f$fitted.values)
        p <- pmin(ppois(seen, mean), ppois(seen - 1, mean, lower.tail = FALSE))
        p[chosen] <- 1
        if (min(p) >= 0.02) return(f$coefficients[1])
        chosen <- c(chosen, which.min(p))
    }
}
set.seed(1)
tables <- rmultinom(20, sum(n), n)
tell("stepwise", took(function() apply(tables, 2, stepwise)) * 50)

five <- on_lists(5)
n5 <- numeric(31)
for (m in 1:63) {
    to <- bitwOr(bitwAnd(m, 31), bitwShiftL(bitwShiftR(m, 5), 2))
    n5[to] <- n5[to] + n[m]
}
pairs5 <- apply(combn(5, 2), 2, function(p) five[, p[1]] * five[, p[2]])
tell("rank", took(function() for (m in 0:1023) fit(cbind(five, pairs5[, bitwAnd(m, 2^(0:9)) > 0]), n5)))

million <- function() {
    lognormal <- function(low, high) rlnorm(1e6, log(low * high) / 2, log(high / low) / 3.2897)
    pert <- function(a, m, b) a + (b - a) * rbeta(1e6, 1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a))
    quantile(lognormal(50000, 120000) * lognormal(300, 1000) * pert(8, 11, 12) * pert(0.5, 0.75, 0.9),
             c(0.05, 0.5, 0.95), type = 8)
}
tell("draws", median(replicate(3, took(million))))
