import DeviceProfiles
import Units

/// What waits to be sent: batches of frames in the links' queues.
extension WLANChannel {
    /// Frames that go in one packet: how many, in how many bytes.
    struct Packet {
        var frames: Int32
        var duration: Int64
    }

    /// Puts frames at the end of a link's queue; the node must be activated afterwards.
    @inline(__always)
    mutating func enqueue(
        _ link: Int32, flow: Int32, message: Int32, kind: WLANBatch.Kind, count: Int32, packet: Int32,
        lastPacket: Int32, at instant: Int64
    ) {
        let target = links.base + Int(link)
        let tail = target.pointee.tail
        if tail >= 0 {
            let last = batches.base + Int(tail)
            if last.pointee.message == message, last.pointee.flow == flow, last.pointee.kind == kind,
                last.pointee.lastPacket == 0
            {
                last.pointee.count &+= count
                last.pointee.lastPacket = lastPacket
                return
            }
        }
        let batch = WLANBatch(
            flow: flow, message: message, count: count, packet: packet, lastPacket: lastPacket, kind: kind,
            sequence: nextSequence, arrival: instant)
        nextSequence &+= 1
        let number: Int32
        if freeBatch >= 0 {
            number = freeBatch
            freeBatch = batches.base[Int(number)].next
            batches.base[Int(number)] = batch
        } else {
            number = batches.append(batch)
        }
        if tail >= 0 { batches.base[Int(tail)].next = number } else { target.pointee.head = number }
        target.pointee.tail = number
        if !target.pointee.isReady, !nodes.base[Int(target.pointee.to)].isAwaited { makeReady(link) }
    }

    /// Lines a link up at its node by the arrival of its first frame.
    @inline(__always)
    mutating func makeReady(_ link: Int32) {
        let entry = links.base + Int(link)
        let node = nodes.base + Int(entry.pointee.from)
        entry.pointee.isReady = true
        entry.pointee.nextReady = -1
        let last = node.pointee.lastReady
        if last < 0 {
            node.pointee.firstReady = link
            node.pointee.lastReady = link
        } else if headSequence(of: last) < headSequence(of: link) {
            links.base[Int(last)].nextReady = link
            node.pointee.lastReady = link
        } else {
            insertReady(link)
        }
    }

    @inline(__always)
    private func headSequence(of link: Int32) -> Int64 { batches.base[Int(links.base[Int(link)].head)].sequence }

    /// - Precondition: the link comes before its node's last one.
    private mutating func insertReady(_ link: Int32) {
        let entry = links.base + Int(link)
        let node = nodes.base + Int(entry.pointee.from)
        let sequence = headSequence(of: link)
        var previous: Int32 = -1
        var next = node.pointee.firstReady
        while headSequence(of: next) < sequence {
            previous = next
            next = links.base[Int(next)].nextReady
        }
        entry.pointee.nextReady = next
        if previous < 0 { node.pointee.firstReady = link } else { links.base[Int(previous)].nextReady = link }
    }

    /// The link of a node whose first frame came first.
    ///
    /// - Precondition: one of its links is ready.
    @inline(__always)
    func headLink(of node: Int32) -> Int32 { nodes.base[Int(node)].firstReady }

    /// The packet that a link sends next: as many frames as fit.
    @inline(__always)
    mutating func compose(_ link: Int32) -> Packet {
        let target = links.base + Int(link)
        let batch = batches.base + Int(target.pointee.head)
        let full = batch.pointee.lastPacket == 0 ? batch.pointee.count : batch.pointee.count &- 1
        if batch.pointee.packet != target.pointee.cachedPacket { cacheFullPacket(of: link) }
        if full >= target.pointee.cachedCount {
            return Packet(frames: target.pointee.cachedCount, duration: target.pointee.cachedDuration)
        }
        return composeMixed(link)
    }

    private mutating func cacheFullPacket(of link: Int32) {
        let target = links.base + Int(link)
        let packet = batches[target.pointee.head].packet
        let subframe = target.pointee.subframe(packet: packet)
        let count = max(1, min(target.pointee.frameLimit, target.pointee.byteLimit / subframe))
        target.pointee.cachedPacket = packet
        target.pointee.cachedSubframe = subframe
        target.pointee.cachedCount = count
        target.pointee.cachedDuration = duration(
            link, frames: count, bytes: (count - 1) * subframe + packet + target.pointee.frameOverhead)
    }

    /// Airtime of frames whose last subframe is neither padded nor has its delimiter counted in `bytes`.
    @inline(__always)
    private func duration(_ link: Int32, frames: Int32, bytes: Int32) -> Int64 {
        let target = links.base + Int(link)
        let isWrapped = frames > 1 || target.pointee.wrapsSingleFrames
        return target.pointee.airtime(bytes: isWrapped ? bytes &+ Int32(WLANFrames.delimiter) : bytes)
    }

    private func composeMixed(_ link: Int32) -> Packet {
        let target = links.base + Int(link)
        var frames: Int32 = 0
        var bytes: Int32 = 0
        var lastBytes: Int32 = 0
        var index = target.pointee.head
        while index >= 0 {
            let batch = batches.base + Int(index)
            var full = batch.pointee.lastPacket == 0 ? batch.pointee.count : batch.pointee.count &- 1
            let subframe = target.pointee.subframe(packet: batch.pointee.packet)
            full = min(full, target.pointee.frameLimit &- frames)
            if bytes &+ full &* subframe > target.pointee.byteLimit {
                full = max(frames == 0 ? 1 : 0, (target.pointee.byteLimit &- bytes) / subframe)
            }
            if full > 0 {
                frames &+= full
                bytes &+= full &* subframe
                lastBytes = subframe &- (batch.pointee.packet &+ target.pointee.frameOverhead)
            }
            let rest = batch.pointee.count &- full
            if rest > 1 || rest == 1 && batch.pointee.lastPacket == 0 { break }
            if rest == 1 {
                let last = target.pointee.subframe(packet: batch.pointee.lastPacket)
                if frames == target.pointee.frameLimit || frames > 0 && bytes &+ last > target.pointee.byteLimit {
                    break
                }
                frames &+= 1
                bytes &+= last
                lastBytes = last &- (batch.pointee.lastPacket &+ target.pointee.frameOverhead)
            }
            index = batch.pointee.next
        }
        return Packet(frames: frames, duration: duration(link, frames: frames, bytes: bytes &- lastBytes))
    }

    /// Takes the first `count` frames of the link's first batch; frees it if nothing is left.
    ///
    /// The link keeps its place in the line until `lineUp`.
    @inline(__always)
    mutating func removeFirst(_ count: Int32, from link: Int32) {
        let target = links.base + Int(link)
        let number = target.pointee.head
        let batch = batches.base + Int(number)
        batch.pointee.count &-= count
        if batch.pointee.count > 0 { return }
        target.pointee.head = batch.pointee.next
        batch.pointee.next = freeBatch
        freeBatch = number
        if target.pointee.head < 0 { target.pointee.tail = -1 }
    }

    /// Gives a link that has sent its new place among those of its node.
    ///
    /// - Precondition: it was the first.
    @inline(__always)
    mutating func lineUp(_ link: Int32) {
        let target = links.base + Int(link)
        let node = nodes.base + Int(target.pointee.from)
        let next = target.pointee.nextReady
        if target.pointee.head >= 0, next < 0 || headSequence(of: link) < headSequence(of: next) { return }
        node.pointee.firstReady = next
        if next < 0 { node.pointee.lastReady = -1 }
        if target.pointee.head >= 0 {
            makeReady(link)
        } else {
            target.pointee.isReady = false
        }
    }
}
