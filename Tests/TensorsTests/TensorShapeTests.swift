import Tensors
import Testing

@Suite struct TensorShapeTests {
    @Test func `a shape counts its elements and prints as channels x height x width`() {
        let shape = TensorShape(channels: 3, height: 224, width: 112)
        #expect(shape.elementCount == 75_264)
        #expect("\(shape)" == "3x224x112")
    }

    @Test func `a vector lies along the channels`() {
        #expect(TensorShape(vector: 10) == TensorShape(channels: 10, height: 1, width: 1))
    }
}
