import Tensors
import Testing

@Test func selectsRowsAndColumns() {
  let matrix = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
  #expect(matrix.selectingRows([1, 0, 1]).values == [4, 5, 6, 1, 2, 3, 4, 5, 6])
  #expect(matrix.selectingColumns(1..<3).values == [2, 3, 5, 6])
  #expect(Array(matrix[1]) == [4, 5, 6])
}
