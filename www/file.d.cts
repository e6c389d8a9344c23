/** A file: what an import of it gives is your bundler's to say, mostly its address. */
declare const file: any
export = file
