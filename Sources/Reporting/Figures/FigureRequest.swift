/// What to draw from a table; what is left open is chosen by the table.
package struct FigureRequest: Hashable, Sendable {
    /// How numbers are drawn.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case line, bar, stacked, scatter
    }

    /// Which axes are logarithmic.
    package enum LogarithmicAxes: String, Hashable, Sendable, CaseIterable {
        case none, x, y, xy

        var includesX: Bool { self == .x || self == .xy }
        var includesY: Bool { self == .y || self == .xy }
    }

    /// The column on the horizontal axis, or what names the bars.
    package var x: String?
    /// The columns that are shown; several are parts of a stack, or lines of one unit.
    package var y: [String] = []
    /// The columns whose values tell lines apart; `nil` for those that the table needs, empty for none.
    package var series: [String]?
    /// `nil` for a logarithmic x axis where its values span a factor of 20, unless they count devices.
    package var logarithmic: LogarithmicAxes?
    /// `nil` for lines over numbers, else bars.
    package var kind: Kind?
    /// `nil` for one made of the columns' names.
    package var title: String?

    /// Leaves everything open.
    package init() {}
}
