// The part of Muon's iteration that is no product of matrices: b·A + a·I, to which the caller adds c·A².

struct Buffers
{
    const float *gram;  // A = X·X^T of each matrix [count, n, n]
    float *polynomial;  // as gram
    float a, b;
    int count, n;
};

KERNEL(polynomial)
{
    FOR_ALL(k, b.count * b.n * b.n)
    {
        int row = k / b.n % b.n, column = k % b.n;
        b.polynomial[k] = b.b * b.gram[k] + (row == column ? b.a : 0);
    }
}
