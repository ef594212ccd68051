/*
 * What is left out unless the user asks for it by name. Each rule gives a reason a person understands, because every
 * path is listed with what became of it.
 */
const secretFolders = new Set([
  ".ssh",
  ".gnupg",
  ".aws",
  ".azure",
  ".kube",
  ".docker",
  ".password-store",
  "keychains",
  "keyrings",
]);
const toolFolders = new Set([".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox"]);
const systemFolders = new Set([
  "$recycle.bin",
  "system volume information",
  "lost+found",
  "appdata",
  "windows.old",
  "@eadir",
]);
const browserFolder =
  /(?:^|\/)(?:google\/chrome|google-chrome|chromium|bravesoftware|microsoft\/edge|mozilla\/firefox|firefox\/profiles|opera software|vivaldi)(?:\/|$)/i;

const secretEndings = /\.(?:kdbx?|key|pem|p12|pfx|jks|keystore|ppk|gpg|agilekeychain|opvault|keychain(?:-db)?|ovpn)$/i;
const secretNames =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.htpasswd|\.git-credentials|\.env(?:\..+)?|login data|cookies|key[34]\.db|logins\.json|cert[89]\.db|wallet\.dat|(?:passw(?:ord|ort|oerter)s?|passwörter|credentials?|logins?|kennwörter)\.(?:txt|csv|tsv|xlsx?|docx?|odt|ods|md|json))$/i;
const temporaryNames =
  /^(?:\.ds_store|thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#|.*\.(?:swp|swx|tmp|crdownload|part|partial)|.*~)$/i;

/** Why a folder is left out, or null. `relativePath` uses forward slashes. */
export function folderRule(name: string, relativePath: string): string | null {
  const lower = name.toLowerCase();
  if (secretFolders.has(lower)) return "Left out because keys and passwords are kept there.";
  if (toolFolders.has(lower)) return "Left out because programs keep their own files there.";
  if (systemFolders.has(lower)) return "Left out because it belongs to the system.";
  if (browserFolder.test(relativePath)) return "Left out because it is a browser's profile.";
  if (name.startsWith(".")) return "Left out because it is a hidden folder.";
  return null;
}

/** Why a file is left out, or null. */
export function fileRule(name: string): string | null {
  if (secretEndings.test(name) || secretNames.test(name)) {
    return "Left out because it looks like keys or passwords.";
  }
  if (temporaryNames.test(name)) return "Left out because it is a temporary or system file.";
  return null;
}

const media =
  /\.(?:mp4|m4v|mkv|mov|avi|wmv|webm|mpe?g|mp3|m4a|flac|wav|ogg|opus|aac|wma|jpe?g|png|gif|bmp|tiff?|webp|heic|heif|ico|psd|raw|cr2|nef|arw|dng|svgz)$/i;
const archive =
  /\.(?:zip|rar|7z|tar|gz|tgz|bz2|xz|zst|iso|dmg|img|vmdk|vdi|qcow2?|exe|dll|so|dylib|msi|deb|rpm|apk|jar|class|o|a|lib|obj|pyc|wasm|bin|dat|db|sqlite3?|mdb|gguf|safetensors|onnx|pt|pth|npy|npz|parquet|ttf|otf|woff2?)$/i;

/** Why a file is not even opened: its name says that it holds no text that Docent reads. Null when it may. */
export function unreadKind(name: string): string | null {
  if (media.test(name)) return "Docent does not read pictures, sound or video.";
  if (archive.test(name)) return "Docent does not read this kind of file.";
  return null;
}

/** True for a file whose bytes are still in the cloud: reading it would download it. */
export function isOnlineOnly(platform: string, name: string, size: number, blocks: number): boolean {
  if (/^\..+\.icloud$/.test(name)) return true;
  if (platform === "darwin") return size > 0 && blocks === 0;
  // A small file of NTFS lies in its directory entry and has no blocks either.
  if (platform === "win32") return size > 4_096 && blocks === 0;
  return false;
}
