/** A parameter decorator that also documents its route, so that what is read and what is documented go together. */
export function documented(read: ParameterDecorator, ...documentation: MethodDecorator[]): ParameterDecorator {
  return (target, key, index) => {
    read(target, key, index);
    if (key === undefined) throw new TypeError('Only parameters of route methods can be documented');
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor === undefined) throw new TypeError(`${String(key)} is not a method of this class`);
    for (const document of documentation) document(target, key, descriptor);
  };
}
