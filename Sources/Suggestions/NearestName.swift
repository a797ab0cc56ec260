/// The name that somebody who wrote `word` probably meant, or nil if none is near.
///
/// A name is near if `word` is its beginning, or if at most a third of the letters of `word` (rounded up) have to be
/// inserted, deleted, replaced or swapped with their neighbour. Capitals do not matter. The same word in other capitals
/// comes first, then names that begin with it, then the fewest changes; among equals the first in order.
///
/// - Complexity: O(*n* · *m* · *k*) for words of *n* and *m* letters and *k* names.
package func nearestName(to word: String, in names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased())
    if letters.isEmpty { return nil }
    let limit = (letters.count + 2) / 3
    var best: (name: String, isPrefixed: Bool, distance: Int)?
    for name in names {
        let candidate = Array(name.lowercased())
        let isPrefixed = candidate.starts(with: letters)
        // The difference in length is a lower bound on the distance, and much cheaper.
        guard isPrefixed || abs(candidate.count - letters.count) <= limit else { continue }
        let distance = isPrefixed ? candidate.count - letters.count : editDistance(letters, candidate)
        guard isPrefixed || distance <= limit else { continue }
        if let best, (best.isPrefixed ? 0 : 1, best.distance) <= (isPrefixed ? 0 : 1, distance) { continue }
        best = (name, isPrefixed, distance)
    }
    return best?.name
}

/// The Damerau-Levenshtein distance in the restricted form: how many insertions, deletions, replacements and swaps of
/// neighbours turn one word into the other, no letter being touched twice.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var current = [i + 1]
        for j in b.indices {
            let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
            var distance = min(replaced, previous[j + 1] + 1, current[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                distance = min(distance, beforePrevious[j - 1] + 1)
            }
            current.append(distance)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
}
