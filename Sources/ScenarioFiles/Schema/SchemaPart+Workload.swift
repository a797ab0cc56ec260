import DeviceProfiles
import Units

extension SchemaPart {
    /// Measured layer times.
    var workload: SchemaNode {
        func remarks(_ keys: [String]) -> [(String, SchemaNode)] { keys.map { ($0, .anything) } }
        let time = ("time", SchemaNode.quantity(.time))
        let strip = SchemaNode.object(
            [("rows", SchemaNode.integer(1...1_000_000)), time] + remarks(WorkloadDescription.stripRemarks),
            required: ["rows", "time"])
        let strips = SchemaNode.array(of: strip).described("Times of the first rows of the output, growing.")
        let layer = SchemaNode.object(
            [("layer", .string()), time, ("strips", strips)] + remarks(WorkloadDescription.layerRemarks),
            required: ["layer", "time"])
        return SchemaNode.anyOf(
            .string(),
            object(
                [
                    ("device", .choice(DeviceCatalogue.names)), ("network", .string()), ("input", Self.shape),
                    ("source", .string()), ("layers", .array(of: layer)),
                ] + remarks(WorkloadDescription.remarks), required: ["layers"])
        ).described("Measured layer times: a file, or the times.")
    }
}
