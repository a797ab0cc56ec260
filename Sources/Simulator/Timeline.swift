public import Units

/// When each operation of a plan was ready, began and ended in one run.
public struct Timeline: Sendable, Hashable {
    public private(set) var ready: [Instant]
    /// For a message: when it was its turn at the sender.
    public private(set) var begin: [Instant]
    public private(set) var end: [Instant]
    /// For messages: time to wake the radios and airtime; zero for computations.
    public private(set) var wakeUp: [TimeSpan]
    public private(set) var transmission: [TimeSpan]
    /// What each device's radio did; empty if the medium does not know.
    public internal(set) var radioTimes: [RadioTimes] = []
    /// Who took the tasks of pools; `nil` for plans without.
    public internal(set) var tasks: TaskRecord?

    /// - Parameter isDynamic: whether the plan has pools, so that some operations may not be needed.
    init(operationCount: Int, isDynamic: Bool = false) {
        tasks =
            isDynamic
            ? TaskRecord(placeDevices: [], isSkipped: Array(repeating: false, count: operationCount)) : nil
        ready = Array(repeating: .start, count: operationCount)
        begin = ready
        end = ready
        wakeUp = Array(repeating: .zero, count: operationCount)
        transmission = wakeUp
    }

    /// From the start to the end of the last operation.
    public var latency: TimeSpan { (end.max() ?? .start) - .start }

    mutating func ready(_ operation: Int32, at instant: Instant) { ready[Int(operation)] = instant }
    mutating func begin(_ operation: Int32, at instant: Instant) { begin[Int(operation)] = instant }
    mutating func end(_ operation: Int32, at instant: Instant) { end[Int(operation)] = instant }

    /// Notes that an operation was not needed.
    mutating func skip(_ operation: Int32) { tasks!.isSkipped[Int(operation)] = true }

    mutating func record(_ delivered: DeliveredMessage) {
        begin[Int(delivered.identifier)] = delivered.begin
        wakeUp[Int(delivered.identifier)] = delivered.wakeUp
        transmission[Int(delivered.identifier)] = delivered.transmission
    }
}
