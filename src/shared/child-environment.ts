/** What a child may know of the machine. Anything else of the environment, a key for one, stays with its parent. */
const passedOn = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "LC_ALL",
  "TZ",
  "LD_LIBRARY_PATH",
  "SystemRoot",
  "windir",
  "APPDATA",
  "LOCALAPPDATA",
];

/** The environment of a child process: the few names of the list that are set in `environment`. */
export function childEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of passedOn) {
    const value = environment[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
