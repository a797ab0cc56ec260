import Units

/// Who sends next: back-off and collisions.
extension WLANChannel {
    /// Draws a counter from 0 ... 16 · 2^min(stage, 6) - 1 slots (CWmin 15, CWmax 1023: clause 9.4.2.28, best effort).
    @inline(__always)
    mutating func drawBackoff(stage: Int32) -> Int64 {
        let width = 4 &+ min(stage, 6)
        if backoffBitCount < width {
            backoffBits = backoffStream.next()
            backoffBitCount = 64
        }
        let slots = Int64(truncatingIfNeeded: backoffBits & ((1 &<< UInt64(width)) &- 1))
        backoffBits &>>= UInt64(width)
        backoffBitCount &-= width
        return slots &* slot
    }

    /// A node has frames (again): it joins the contenders.
    ///
    /// A counter that still runs from the node's last transmission is kept. Otherwise, on a channel that the node finds
    /// idle it sends after the arbitration space; on a busy one it draws a counter (clause 10.23.2.2; 10.3.4.2).
    @inline(__always)
    mutating func activate(_ index: Int32, isIdle: Bool) {
        let node = nodes.base + Int(index)
        if node.pointee.activePosition >= 0 || node.pointee.resume != .max { return }
        if node.pointee.target <= idleTime {
            node.pointee.target = isIdle ? idleTime : idleTime &+ drawBackoff(stage: node.pointee.stage)
        }
        join(index)
    }

    @inline(__always)
    mutating func join(_ index: Int32) {
        nodes.base[Int(index)].activePosition = Int32(truncatingIfNeeded: activeCount)
        active[activeCount] = index
        targets[activeCount] = nodes.base[Int(index)].target
        activeCount &+= 1
    }

    @inline(__always)
    mutating func leave(_ index: Int32) {
        let position = Int(nodes.base[Int(index)].activePosition)
        activeCount &-= 1
        if position != activeCount {
            let moved = active[activeCount]
            active[position] = moved
            targets[position] = targets[activeCount]
            nodes.base[Int(moved)].activePosition = Int32(truncatingIfNeeded: position)
        }
        nodes.base[Int(index)].activePosition = -1
    }

    @inline(__always)
    mutating func setTarget(_ index: Int32, _ target: Int64) {
        nodes.base[Int(index)].target = target
        targets[Int(nodes.base[Int(index)].activePosition)] = target
    }

    /// A node hears at `instant` that it has frames, from outside and not by a packet.
    mutating func activate(_ index: Int32, at instant: Int64) {
        if nodes.base[Int(index)].activePosition >= 0 || nodes.base[Int(index)].resume != .max { return }
        if activeCount == 0 { passIdleBeacons(until: instant) }
        let isBusy = instant < busyEnd && !(instant >= packetEnd && index == lastReceiver)
        if isBusy {
            activate(index, isIdle: false)
            return
        }
        let elapsed = max(0, instant - countStart)
        if nodes.base[Int(index)].target > idleTime + elapsed {
            join(index)
            return
        }
        if isQoS {
            // EDCA keeps counting idle slots: the node sends at the next boundary (clause 10.23.2.4).
            nodes.base[Int(index)].target = idleTime + (elapsed + slot - 1) / slot * slot
        } else if instant + arbitrationSpace > countStart {
            // Plain DCF first watches the channel for DIFS.
            nodes.base[Int(index)].target = idleTime + instant + arbitrationSpace - countStart
            nodes.base[Int(index)].countingFrom = nodes.base[Int(index)].target
            markOffGrid(index)
        } else {
            nodes.base[Int(index)].target = idleTime
        }
        join(index)
    }

    mutating func markOffGrid(_ index: Int32) {
        if !nodes.base[Int(index)].isOffGrid {
            nodes.base[Int(index)].isOffGrid = true
            offGrid[offGridCount] = index
            offGridCount += 1
        }
    }

    /// Least target of the contenders, whose it is, and the second least.
    ///
    /// - Precondition: there are contenders.
    @inline(__always)
    var leastTarget: (target: Int64, position: Int, second: Int64) {
        var least = targets[0]
        var second = Int64.max
        var position = 0
        var index = 1
        while index < activeCount {
            let target = targets[index]
            second = min(second, max(least, target))
            position = target < least ? index : position
            least = min(least, target)
            index &+= 1
        }
        return (least, position, second)
    }

    /// Moves the clock of idle time on to `target`, down to a whole slot; counters between the slots are put right.
    @inline(__always)
    mutating func advanceIdleTime(to target: Int64) {
        if offGridCount == 0 {
            idleTime = target
        } else {
            advanceOffGrid(to: target)
        }
    }

    @inline(never)
    private mutating func advanceOffGrid(to target: Int64) {
        let snapped = idleTime + (target - idleTime) / slot * slot
        for number in 0..<offGridCount {
            let node = nodes.base + Int(offGrid[number])
            let left =
                node.pointee.countingFrom > target
                ? node.pointee.target - node.pointee.countingFrom
                : max(0, node.pointee.target - target + slot - 1) / slot * slot
            node.pointee.target = snapped + left
            node.pointee.isOffGrid = false
            if node.pointee.activePosition >= 0 { targets[Int(node.pointee.activePosition)] = node.pointee.target }
        }
        offGridCount = 0
        idleTime = snapped
    }

    /// After a failure: the window doubles, and the node counts from the end of its time-out on.
    ///
    /// - Parameter ownEnd: when its own transmission ended.
    mutating func backOffAfterFailure(_ index: Int32, ownEnd: Int64) {
        let node = nodes.base + Int(index)
        node.pointee.stage = node.pointee.stage < retryLimit ? node.pointee.stage + 1 : 0
        let late = max(0, ownEnd + responseTimeout - busyEnd)
        let target = idleTime + late + drawBackoff(stage: node.pointee.stage)
        node.pointee.countingFrom = idleTime + late
        if late > 0 { markOffGrid(index) }
        setTarget(index, target)
    }
}
