//! What handlers are handed: the services, each of which owns what it needs.

use super::compressed::CompressedPages;
use super::host_page::HostPages;
use super::recent::Recent;
use crate::relay::admin::Health;
use crate::relay::clock::Clock;
use crate::relay::distants::Distants;
use crate::relay::html::Template;
use crate::relay::payments::Payments;
use crate::relay::protection::CardTesting;
use crate::relay::settings::WithoutScripts;
use crate::relay::site::Site;
use crate::relay::submissions::Submissions;
use std::sync::Arc;

/// The services, as handlers share them: one count a request, and not one a service.
pub type AppState = Arc<Services>;

/// The services behind the routes.
#[derive(Clone)]
pub struct Services {
    /// What the settings make.
    pub site: Arc<Site>,
    /// Takes what forms post.
    pub submissions: Arc<Submissions>,
    /// Shows payments and takes their events.
    pub payments: Arc<Payments>,
    /// Where campaigns and outages are known.
    pub distants: Arc<Distants>,
    /// How the relay does.
    pub health: Arc<Health>,
    /// Whether somebody tests cards.
    pub card_testing: Arc<CardTesting>,
    /// The site's own pages around a tag's forms, where the settings allow tags.
    pub host_pages: Option<Arc<HostPages>>,
    /// The site's own pages, read once.
    pub templates: Arc<Recent<Template>>,
    /// Pages with an empty form, compressed once.
    pub compressed: Arc<CompressedPages>,
    /// What time it is.
    pub clock: Clock,
}

impl Services {
    /// Checks whether forms that are sent without scripts pass without a proof of work: where the settings say so, and while
    /// somebody tests cards only where the guard holds them.
    pub fn waives_proof(&self) -> bool {
        let may_pass = self.site.guard.holds() || !self.card_testing.is_on();
        self.site.without_scripts == WithoutScripts::Accept && may_pass
    }
}
