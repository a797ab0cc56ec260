/// Shapes that tell series apart where colour does not.
enum ChartMarker: CaseIterable, Sendable {
    case circle
    case square
    case triangle
    case diamond
    case invertedTriangle
    case plus
    case cross
    case hexagon

    /// The outline as SVG path data around the origin; the shapes look about equally large.
    var path: String {
        switch self {
        case .circle: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z"
        case .square: "M-3.6 -3.6h7.2v7.2h-7.2Z"
        case .triangle: "M0 -5L4.8 3.4h-9.6Z"
        case .diamond: "M0 -5.2L5.2 0L0 5.2L-5.2 0Z"
        case .invertedTriangle: "M0 5L4.8 -3.4h-9.6Z"
        case .plus: "M-1.6 -5h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4Z"
        case .cross:
            "M-4.6 -2.4L-2.4 -4.6L0 -2.2L2.4 -4.6L4.6 -2.4L2.2 0L4.6 2.4L2.4 4.6L0 2.2L-2.4 4.6L-4.6 2.4L-2.2 0Z"
        case .hexagon: "M-4.5 0L-2.25 -4h4.5L4.5 0L2.25 4h-4.5Z"
        }
    }
}
