import '@hotwired/turbo'
import 'campagnodon/element'
import 'campagnodon/campagnodon.css'
