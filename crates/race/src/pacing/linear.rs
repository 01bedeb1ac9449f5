//! The little linear algebra that the model needs: small dense systems.

/// The lower Cholesky factor of a symmetric positive matrix, row by row; pivots are kept above a hair's breadth.
pub fn cholesky(a: &[f64], n: usize) -> Vec<f64> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let done: f64 = (0..j).map(|k| l[i * n + k] * l[j * n + k]).sum();
            let rest = a[i * n + j] - done;
            l[i * n + j] = if i == j {
                rest.max(1e-12).sqrt()
            } else {
                rest / l[j * n + j]
            };
        }
    }
    l
}

/// Solves `L Lᵀ x = b` for a lower Cholesky factor.
pub fn solve(l: &[f64], b: &mut [f64]) {
    let n = b.len();
    for i in 0..n {
        let done: f64 = (0..i).map(|k| l[i * n + k] * b[k]).sum();
        b[i] = (b[i] - done) / l[i * n + i];
    }
    for i in (0..n).rev() {
        let done: f64 = (i + 1..n).map(|k| l[k * n + i] * b[k]).sum();
        b[i] = (b[i] - done) / l[i * n + i];
    }
}

/// The inner product.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
