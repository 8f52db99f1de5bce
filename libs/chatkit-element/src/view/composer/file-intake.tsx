import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { acceptAttribute } from '../../state/file-limits.js';
import { useChat, useController } from '../chat-provider.js';
import { UiIcon } from '../icons/icon.js';

/** The browser's dialog for files, opened from wherever files are asked for. */
export const FilePicker = (): ReactNode => {
  const controller = useController();
  const option = useChat((state) => state.options?.composer?.attachments);
  const requests = useChat((state) => state.composer.pickRequests);
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (controller.composer.serves('pickRequests')) {
      input.current?.click();
    }
  }, [controller, requests]);
  if (!option?.enabled) {
    return null;
  }
  return (
    <input
      ref={input}
      type="file"
      className="file-input"
      hidden
      multiple
      accept={acceptAttribute(option)}
      onChange={(event) => {
        controller.composer.uploads.add([...(event.target.files ?? [])]);
        // The same file can be picked again after it was removed.
        event.target.value = '';
      }}
    />
  );
};

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Makes the whole chat a place where files can be dropped. */
export const DropZone = ({ children, className, inert }: { children: ReactNode; className: string; inert: boolean }): ReactNode => {
  const t = useText();
  const controller = useController();
  const enabled = useChat((state) => {
    const status = state.thread.content.thread?.status.type ?? 'active';
    return state.options?.composer?.attachments?.enabled === true && status === 'active';
  });
  // Entering a child comes before leaving its parent, so they are counted.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const count = (by: number): void => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  const handlers = {
    onDragEnter: (event: DragEvent) => carriesFiles(event) && count(1),
    onDragLeave: (event: DragEvent) => carriesFiles(event) && count(-1),
    onDragOver: (event: DragEvent) => carriesFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (carriesFiles(event)) {
        event.preventDefault();
        count(-depth.current);
        controller.composer.uploads.add([...event.dataTransfer.files]);
        controller.composer.focus();
      }
    },
  };
  return (
    <div className={className} inert={inert} {...(enabled ? handlers : {})}>
      {children}
      {over && (
        <div className="drop-hint">
          <UiIcon name="attach" size={28} />
          <p>{t('composer.drop')}</p>
        </div>
      )}
    </div>
  );
};
