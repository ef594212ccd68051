/** Ends a process at once; one that has just ended by itself is no error. */
export function killProcess(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It is gone (ESRCH), or was just ending (EPERM, as Windows says it).
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
