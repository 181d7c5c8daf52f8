// Joins the buttons of our pages to allauth's passkey functions; without WebAuthn the buttons stay hidden.
(() => {
  const forms = window.allauth.webauthn.forms
  const parts = {
    'passkey-add': (add) => forms.addForm({ ids: { add, credential: 'id_credential', passwordless: 'passkey-alone', data: 'js_data' } }),
    'passkey-login': (login) => forms.loginForm({ ids: { login, credential: 'id_credential' } }),
    'passkey-prove': (authenticate) => forms.authenticateForm({ ids: { authenticate, credential: 'id_credential', data: 'js_data' } })
  }
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    for (const told of document.querySelectorAll('[data-passkey-error]')) told.hidden = false
  })
  if (!window.PublicKeyCredential) return
  for (const [id, join] of Object.entries(parts)) {
    const button = document.getElementById(id)
    if (button) { join(id); button.closest('[data-passkey]').hidden = false }
  }
})()
