/// The tasks that wait to be taken, by the device that has their input.
struct OpenPools {
    struct Pool: BitwiseCopyable {
        var slot: Int32
        var pool: Int32
        /// Tasks left.
        var next: Int32
        var end: Int32
    }

    /// Oldest first, all with tasks left.
    private var pools: [[Pool]]
    private(set) var taskCount = 0
    private var lastVictim: Int

    init(deviceCount: Int) {
        pools = Array(repeating: [], count: deviceCount)
        lastVictim = deviceCount - 1
    }

    mutating func open(_ pool: Pool, at home: Int) {
        guard pool.next < pool.end else { return }
        pools[home].append(pool)
        taskCount += Int(pool.end - pool.next)
    }

    func hasTasks(of device: Int) -> Bool { !pools[device].isEmpty }

    func first(of device: Int) -> Pool? { pools[device].first }

    /// The next device in turn that has tasks for somebody.
    func nextVictim(where mayTake: (Int) -> Bool) -> Int? {
        for step in 1...pools.count {
            let device = (lastVictim + step) % pools.count
            if hasTasks(of: device), mayTake(device) { return device }
        }
        return nil
    }

    /// Takes the first task of a device's oldest pool.
    ///
    /// - Precondition: the device has tasks.
    mutating func take(from device: Int) -> (slot: Int32, task: Int32) {
        lastVictim = device
        taskCount -= 1
        let (slot, task) = (pools[device][0].slot, pools[device][0].next)
        pools[device][0].next += 1
        if pools[device][0].next == pools[device][0].end { pools[device].removeFirst() }
        return (slot, task)
    }
}

/// Who took the tasks of a request, and how.
struct TaskStates {
    private(set) var placeDevices: [Int32] = []
    /// By task: the way that was taken and the device that took it, -1 before.
    private(set) var ways: [Int32] = []
    private(set) var takers: [Int32] = []
    /// Operations left that keep the device from other tasks.
    var occupying: [Int] = []

    mutating func reset(placeDevices: [Int], taskCount: Int) {
        self.placeDevices = placeDevices.map { Int32($0) }
        ways = Array(repeating: -1, count: taskCount)
        takers = ways
        occupying = Array(repeating: 0, count: taskCount)
    }

    mutating func take(_ task: Int, way: Int32, place: Int, by device: Int32, occupying count: Int) {
        ways[task] = way
        takers[task] = device
        placeDevices[place] = device
        occupying[task] = count
    }
}

/// Operations that wait for a processor, the earliest request's first, then in the order of the plan.
struct WaitingLine {
    struct Entry: BitwiseCopyable {
        var request: Int32
        var operation: Int32
        var slot: Int32
    }

    /// The last is the first in line.
    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func insert(_ entry: Entry) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            let other = entries[middle]
            if (other.request, other.operation) > (entry.request, entry.operation) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        entries.insert(entry, at: low)
    }

    mutating func popFirst() -> Entry? { entries.popLast() }
}
