import type { FileContent, ReceivedFile } from '../../conversation/received-files.js';
import type { Language } from '../intent.js';

const KINDS: Readonly<Record<Language, Readonly<Record<ReceivedFile['kind'], string>>>> = {
  en: { image: 'the image', file: 'the file', recording: 'the recording' },
  de: { image: 'das Bild', file: 'die Datei', recording: 'die Aufnahme' },
};

/** What arrived, so that everything between a chat and a model can be seen to work. */
export function attachmentAnswer(files: readonly ReceivedFile[], language: Language): string {
  const lines = files.map((file) => `- ${line(file, language)}`).join('\n');
  return language === 'de'
    ? `Das kam hier an:\n\n${lines}\n\nAls Skript kann ich Anhänge nicht verstehen; ein echtes Modell kann es.`
    : `This is what I received:\n\n${lines}\n\nI cannot understand attachments, since I am only a script; a real model can.`;
}

function line({ kind, name, content }: ReceivedFile, language: Language): string {
  const what = name === null ? KINDS[language][kind] : `${KINDS[language][kind]} \`${name}\``;
  if (content === null) {
    return language === 'de' ? `${what}, nur dem Namen nach` : `${what}, by its name alone`;
  }
  return `${what} (${content.mimeType}, ${sizeOf(content)})${beginning(content, language)}`;
}

function beginning({ firstLine }: FileContent, language: Language): string {
  if (firstLine === null) {
    return '';
  }
  return language === 'de' ? `, beginnt mit „${firstLine}“` : `, begins with “${firstLine}”`;
}

const sizeOf = ({ bytes }: FileContent): string => (bytes < 1_024 ? `${bytes} bytes` : `${(bytes / 1_024).toFixed(1)} KB`);
