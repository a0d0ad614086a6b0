/** Asks a process that was started with `--inspect` what it holds once its garbage is gone. */
export class HeapOf {
  #id = 0;

  private constructor(private readonly socket: WebSocket) {}

  /** @param port of its inspector, on loopback. */
  static async connect(port: number): Promise<HeapOf> {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
    if (target === undefined) throw new Error('nothing to inspect');
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new HeapOf(socket);
  }

  close(): void {
    this.socket.close();
  }

  /** Bytes on its heap, and of buffers outside of it. */
  async afterCollecting(): Promise<{ readonly heap: number; readonly external: number; readonly resident: number }> {
    // What finalizers let go of is collected the second time.
    for (let times = 0; times < 3; times += 1) await this.#call('HeapProfiler.collectGarbage', {});
    const { result } = await this.#call<{ result: { value: string } }>('Runtime.evaluate', {
      expression: 'JSON.stringify(process.memoryUsage())',
    });
    const { heapUsed, external, rss } = JSON.parse(result.value) as NodeJS.MemoryUsage;
    return { heap: heapUsed, external, resident: rss };
  }

  async #call<T>(method: string, params: Readonly<Record<string, unknown>>): Promise<T> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { id?: number; result: T };
        if (message.id !== id) return;
        this.socket.removeEventListener('message', hear);
        resolve(message.result);
      };
      this.socket.addEventListener('message', hear);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
