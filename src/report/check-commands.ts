/** The commands that check an exported folder, as report and summary print them: each names where it runs. */

export interface CheckCommand {
  /** Where it runs, and in which shell. */
  where: string
  command: string
}

/** The program is not in the folder, and `.` in a checkout is the checkout: so the folder is named. */
export const checkCommands: readonly CheckCommand[] = [
  {where: 'In the folder, with bash', command: 'sha256sum --check SHA256SUMS'},
  {
    where: 'In the folder, with PowerShell (prints nothing where all is well)',
    command:
      'Get-Content -Path SHA256SUMS | ForEach-Object { $hash, $name = $_ -split \'  \', 2; if ((Get-FileHash -LiteralPath $name -Algorithm SHA256).Hash -ne $hash) { "$name differs" } }',
  },
  {
    where: 'In a checkout of the action, with the path of the folder',
    command: "node dist/index.js verify --directory 'PATH/OF/THE/FOLDER'",
  },
]
