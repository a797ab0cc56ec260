import Foundation
import PackagePlugin

/// Tells the program the commit that it is built from.
@main struct Revision: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.pluginWorkDirectoryURL
        // The file is touched only if the commit is another, so that nothing is compiled for nothing.
        let script = """
            revision=$(git -C "$1" describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null || echo unknown)
            text="/// The commit of the sources.
            let builtRevision = \\"$revision\\""
            file="$2/BuiltRevision.swift"
            [ "$(cat "$file" 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" > "$file"
            """
        return [
            .prebuildCommand(
                displayName: "Revision", executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", script, "sh", context.package.directoryURL.path, folder.path],
                outputFilesDirectory: folder)
        ]
    }
}
