/** Reads on until it has read what is wanted, or all there is. */
export const reading = (response: Response) => {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("there is no stream");
  const decoder = new TextDecoder();
  let text = "";
  return {
    until: async (wanted: string | undefined): Promise<string> => {
      for (;;) {
        if (wanted !== undefined && text.includes(wanted)) return text;
        const { done, value } = await reader.read();
        if (done) return text;
        text += decoder.decode(value);
      }
    },
    cancel: () => reader.cancel(),
  };
};
