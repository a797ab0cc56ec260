/// One server and the line in front of it, first come, first served.
///
/// The server knows no clock: the model schedules the end of a service when it is told who begins one.
public struct FIFOServer<Customer: BitwiseCopyable>: ~Copyable {
    @usableFromInline var ring: UnsafeMutablePointer<Customer>
    /// A power of two.
    @usableFromInline var capacity = 16
    @usableFromInline var head = 0
    /// Customers in the line and in service.
    @inlinable public var count: Int { customerCount }
    @usableFromInline var customerCount = 0

    @inlinable
    public init() { ring = .allocate(capacity: 16) }

    @inlinable
    deinit { ring.deallocate() }

    @inlinable
    public var isIdle: Bool { count == 0 }

    /// The customer in service.
    @inlinable
    public var current: Customer? { count == 0 ? nil : ring[head] }

    /// A customer joins the line; returns whether its service begins at once.
    @inlinable
    public mutating func arrive(_ customer: Customer) -> Bool {
        if count == capacity { grow() }
        ring[(head &+ count) & (capacity &- 1)] = customer
        customerCount &+= 1
        return count == 1
    }

    /// The service ends; returns who was served and who is next.
    ///
    /// - Precondition: somebody is in service.
    @inlinable
    public mutating func depart() -> (served: Customer, next: Customer?) {
        precondition(count > 0, "nobody is in service")
        let served = ring[head]
        head = (head &+ 1) & (capacity &- 1)
        customerCount &-= 1
        return (served, count == 0 ? nil : ring[head])
    }

    @inline(never)
    @usableFromInline
    mutating func grow() {
        let larger = UnsafeMutablePointer<Customer>.allocate(capacity: 2 * capacity)
        for index in 0..<count { (larger + index).initialize(to: ring[(head + index) & (capacity - 1)]) }
        ring.deallocate()
        ring = larger
        head = 0
        capacity *= 2
    }
}
