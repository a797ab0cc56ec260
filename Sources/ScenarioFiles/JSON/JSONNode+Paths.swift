extension JSONNode {
    /// The value of an option such as `--set cluster.workers=4`: what its text says as JSON if it is valid JSON,
    /// otherwise the text itself, so that strings need no quotes. Has no locations.
    package init(commandLine text: String) {
        if let node = try? JSONReader.parse(text, file: "command line") {
            self = node.withoutLocations
        } else {
            self.init(.string(text))
        }
    }

    /// The value at a path such as `cluster.workers[2].device`; nil if there is none or the path is malformed.
    package func value(at path: String) -> JSONNode? {
        guard let path = JSONPath(path) else { return nil }
        var node = self
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let child = node[key] else { return nil }
                node = child
            case .index(let index):
                guard case .array(let elements) = node.value, elements.indices.contains(index) else { return nil }
                node = elements[index]
            }
        }
        return node
    }

    /// Replaces or adds the value at a path such as `cluster.workers[2].device`, making the missing objects on the way.
    ///
    /// Throws if the path is malformed, leads through something that is no object, or has an index for which there is
    /// no element: a path never makes or lengthens an array. The node is then unchanged. Errors name the file.
    package mutating func set(_ path: String, to newValue: JSONNode, file: String?) throws(InputError) {
        guard let steps = JSONPath(path)?.steps else {
            throw InputError(
                file: file,
                problem: "malformed path \(quoted(path))",
                expected: "keys and indices such as cluster.workers[2].device"
            )
        }
        try set(steps[...], to: newValue, at: ValueReader(self, file: file), wholePath: path)
    }

    private mutating func set(
        _ steps: ArraySlice<JSONPath.Step>,
        to newValue: JSONNode,
        at place: ValueReader,
        wholePath: String
    ) throws(InputError) {
        guard let step = steps.first else {
            self = newValue
            return
        }
        let problem = "cannot set \(quoted(wholePath))"
        switch (step, value) {
        case (.key(let key), .object(var members)):
            let position = members.firstIndex { $0.key == key }
            // Without a location: what a path creates stands in no file.
            var child = position.map { members[$0].value } ?? JSONNode(.object([]))
            if position == nil, case .index? = steps.dropFirst().first {
                throw place.child(step, child).error(problem, found: "nothing", expected: "an array")
            }
            try child.set(steps.dropFirst(), to: newValue, at: place.child(step, child), wholePath: wholePath)
            if let position {
                members[position].value = child
            } else {
                members.append(Member(key: key, value: child))
            }
            value = .object(members)
        case (.index(let index), .array(var elements)):
            guard elements.indices.contains(index) else {
                let expected = elements.isEmpty ? "an element" : "an index from 0 to \(elements.count - 1)"
                throw place.error(problem, found: briefDescription, expected: expected)
            }
            let childPlace = place.child(step, elements[index])
            try elements[index].set(steps.dropFirst(), to: newValue, at: childPlace, wholePath: wholePath)
            value = .array(elements)
        case (.key, _):
            throw place.error(problem, found: briefDescription, expected: "an object")
        case (.index, _):
            throw place.error(problem, found: briefDescription, expected: "an array")
        }
    }
}
