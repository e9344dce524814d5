"""What clients can say: types, inputs, results, scalars, and the printed SDL."""
