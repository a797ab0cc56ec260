#!/bin/sh
# The modules KernelAVX2 and KernelAVX512 are compiled for processors that a machine may lack. A weak symbol that they
# share with the rest of the program could be kept in their form by the linker and then crash such a machine, so no weak
# function of theirs but their own may use the wide registers.
#   usage: check-kernel-symbols.sh [BUILD-FOLDER]      for instance .build/release
set -eu
build=${1:-.build/release}
failures=0
checked=0
for module in KernelAVX2 KernelAVX512; do
    # Swift mangles a module's own symbols as $s, the name's length and the name.
    own="\$s${#module}${module}"
    for object in "$build/$module.build"/*.o; do
        [ -e "$object" ] || { echo "no objects of $module in $build"; exit 1; }
        checked=$((checked + 1))
        foreign=$(nm "$object" | awk -v own="$own" '$2 ~ /^[VWw]$/ && substr($3, 1, length(own)) != own { print $3 }')
        for symbol in $foreign; do
            wide=$(objdump -d --no-show-raw-insn --disassemble="$symbol" "$object" | grep -c '%[yz]mm' || true)
            if [ "$wide" -gt 0 ]; then
                echo "$object: weak symbol $symbol uses wide registers"
                failures=$((failures + 1))
            fi
        done
    done
done
echo "$checked objects, $failures shared symbols with wide registers"
[ "$failures" -eq 0 ]
