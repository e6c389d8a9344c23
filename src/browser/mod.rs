//! The modules that browsers run: the page's (feature `page`) and the typed one (feature `typed`). What is shipped has
//! one of them, the tests have both. They hold no rule and no sentence.

#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "typed")]
pub mod typed;

/// Two and a half kilobytes (brotli) smaller than the standard allocator. The lock is never waited for: one thread.
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
