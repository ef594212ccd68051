/**
 * Where Docent keeps its databases when nothing else is said: the platform's folder for application data. The window
 * and the command line must name the same one.
 */
export function defaultDataFolder(system: {
  platform: string;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
}): string {
  const { platform, home, environment } = system;
  if (platform === "win32") return `${environment["APPDATA"] ?? `${home}\\AppData\\Roaming`}\\Docent`;
  if (platform === "darwin") return `${home}/Library/Application Support/Docent`;
  const base = environment["XDG_DATA_HOME"];
  // A relative XDG path must be ignored (XDG Base Directory Specification).
  return `${base?.startsWith("/") === true ? base : `${home}/.local/share`}/docent`;
}
