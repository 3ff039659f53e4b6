# The fit of bench/count.c in R: microseconds of one glm(), median of five runs of 100.
cells <- c(1, 2, 4, 8, 16, 32, 3, 5, 9, 6, 10, 18, 34, 12, 20, 36, 24, 40, 48, 7, 11, 14, 38, 44, 15)
counts <- c(54, 463, 907, 695, 316, 57, 15, 19, 3, 56, 19, 1, 3, 69, 10, 31, 8, 6, 1, 1, 1, 4, 3, 1, 1)
lists <- t(sapply(1:63, function(m) as.integer(intToBits(m))[1:6]))
d <- data.frame(lists, n = 0)
d$n[cells] <- counts
one <- function() for (i in 1:100) glm(n ~ X1 + X2 + X3 + X4 + X5 + X6 + X1:X2 + X3:X6, poisson, d)
cat(median(replicate(5, system.time(one())[["elapsed"]])) / 100 * 1e6, "\n")
