declare module 'zxcvbn/lib/frequency_lists' {
  /** 30,000 passwords of leaks in lower case, the most common first. */
  export const passwords: string[];
}
