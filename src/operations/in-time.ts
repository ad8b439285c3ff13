/** What came of it, or undefined when it failed or is not there in time. */
export const inTime = async <Value>(
  asked: Promise<Value>,
  milliseconds: number,
): Promise<{ readonly value: Value } | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([asked.then((value) => ({ value })), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};
